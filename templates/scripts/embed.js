// Lets the page around a frame give it the height of its content, and scroll to the target of a link. The
// message has only numbers, so any page may read it. Without a listener, the frame scrolls.
if (parent !== window) {
  const say = (message) => parent.postMessage({ briefing: message }, "*");
  const root = document.documentElement;
  new ResizeObserver(() => say({ height: Math.ceil(root.getBoundingClientRect().height) })).observe(root);
  addEventListener("click", ({ target }) => {
    const hash = target.closest("a[href^='#']")?.getAttribute("href").slice(1);
    const place = hash && document.getElementById(hash);
    if (place) requestAnimationFrame(() => say({ top: place.getBoundingClientRect().top }));
  });
}
