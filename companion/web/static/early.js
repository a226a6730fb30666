// What cannot wait for a page's modules: its stream is asked for at once, and keys pressed meanwhile are kept.
// A plain script, the first of the page; stream.js and keys.js take over what it has gathered.

globalThis.early = (() => {
  const { stream } = document.currentScript.dataset;
  const url = new URL(stream, location.origin.replace(/^http/, "ws"));
  url.searchParams.set("after", 0);
  url.searchParams.set("lang", document.documentElement.lang);
  const early = { path: stream, socket: new WebSocket(url), messages: [], keys: [], keep: null, note: null };
  early.keep = (message) => early.messages.push(message);
  early.note = ({ key, code, repeat, ctrlKey, metaKey, altKey }) => {
    if (!repeat && !ctrlKey && !metaKey && !altKey) early.keys.push({ key, code, at: performance.now() });
  };
  early.socket.addEventListener("message", early.keep);
  document.addEventListener("keydown", early.note);
  return early;
})();
