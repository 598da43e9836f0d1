/**
 * Makes an element. Strings become text nodes and nothing here reads markup, so a room called `<b>` stays a name.
 * Properties that start with `on` are listeners, `true` and `false` switch attributes, `undefined` leaves one out.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [properties]
 * @param {...(Node | string | undefined)} children
 * @returns {any} the element; its own type is the caller's to know
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/**
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/**
 * Calls `draw` once before the next frame, however often it is asked for.
 * @param {() => void} draw
 */
export function soon(draw) {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    setTimeout(() => {
      isComing = false;
      draw();
    }, 16);
  };
}
