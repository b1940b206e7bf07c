# The image of Nazh: the program and its hash-checked dependencies, run by an unprivileged user.
#
#   docker build --tag nazh --build-arg COMMIT="$(git rev-parse HEAD)" .
#
# LOCK=run leaves out tracing and crash reports. Dependabot updates the base image; docs/adr/0017
# explains the choice, and how this file is tested without an engine.

FROM python:3.11.15-slim-bookworm@sha256:d29f48a31a8b408ed19272ca1e7b10ebae13b240a27e862d3d4217c528e2e0c3 AS base


FROM base AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore UV_NO_CACHE=1

# Build tools are installed first, so that building uses locked packages only.
COPY requirements/build.txt requirements/
RUN python -m venv tools && \
    tools/bin/python -m pip install --quiet --require-hashes --no-deps --only-binary :all: \
      --requirement requirements/build.txt

# Rarely changing layers first.
ARG LOCK=full
COPY requirements/${LOCK}.txt requirements/
RUN tools/bin/uv venv --quiet --python python /opt/nazh && \
    tools/bin/uv pip install --quiet --python /opt/nazh --require-hashes --no-deps \
      --only-binary :all: --compile-bytecode --requirement "requirements/${LOCK}.txt"

COPY pyproject.toml README.md LICENSE ./
COPY nazh nazh
COPY localcord localcord
RUN tools/bin/python -m hatchling build --target wheel --directory dist && \
    tools/bin/uv pip install --quiet --python /opt/nazh --offline --no-deps --compile-bytecode \
      dist/nazh-*.whl


FROM base
RUN groupadd --gid 10001 nazh && \
    useradd --uid 10001 --gid 10001 --home-dir /var/lib/nazh --no-create-home \
      --shell /usr/sbin/nologin nazh && \
    install --directory --owner 10001 --group 10001 --mode 0750 /var/lib/nazh
COPY --from=build /opt/nazh /opt/nazh

ARG COMMIT=""
ARG VERSION=""
LABEL org.opencontainers.image.title="nazh" \
      org.opencontainers.image.description="A Discord bot for game nights: dice, a strategy game between servers, and game servers managed from Discord." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="https://github.com/nazh-bot/nazh" \
      org.opencontainers.image.documentation="https://github.com/nazh-bot/nazh/blob/main/docs/operating.md" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}"
# By default, rolls are stored in $XDG_DATA_HOME/nazh, in the volume.
ENV PATH="/opt/nazh/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_DATA_HOME=/var/lib \
    NAZH_COMMIT="${COMMIT}"
USER 10001:10001
WORKDIR /var/lib/nazh
VOLUME /var/lib/nazh
EXPOSE 8080
# Interactions in flight are finished within 10 s, so allow 20.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["nazh", "healthcheck"]
ENTRYPOINT ["nazh"]
CMD ["run"]
