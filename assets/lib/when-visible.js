// Does something to an element when it is about to become visible: a long conversation must not wait for parts that
// nobody looks at.

/** Far enough that it is done before the element comes into view. */
const AHEAD = "1200px 0px";

/** `act` is called once for each element that is watched. */
export function whenVisible(act) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        act(target);
      }
    },
    { rootMargin: AHEAD },
  );
  return { watch: (element) => observer.observe(element), dispose: () => observer.disconnect() };
}
