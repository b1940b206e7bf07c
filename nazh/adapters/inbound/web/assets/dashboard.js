// Keeps the page live: the server renders, this only puts new elements in place of old ones.

const QUIET = 5000; // milliseconds without news after which the page says that it is stale
const lost = document.getElementById("lost");
let timer = 0;

function heard() {
  lost.hidden = true;
  clearTimeout(timer);
  timer = setTimeout(() => { lost.hidden = false; }, QUIET);
}

function show(html) {
  const news = new DOMParser().parseFromString(html, "text/html");
  for (const element of news.body.children) {
    const old = document.getElementById(element.id);
    if (old && old.outerHTML !== element.outerHTML) old.replaceWith(element.cloneNode(true));
  }
  const word = document.querySelector("#state strong");
  document.title = `Nazh: ${word.textContent}`;
}

const stream = new EventSource("/api/v1/live");
stream.addEventListener("status", (event) => { heard(); show(event.data); });
stream.addEventListener("error", () => {
  // A stream that was refused is not tried again by the browser.
  if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), QUIET);
});
heard();
