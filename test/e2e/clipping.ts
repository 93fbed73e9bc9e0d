import type { Page } from '@playwright/test';

/** Finds clipped controls and texts: outside the window or a box that hides them, without scrolling. */
export const cutOff = (page: Page): Promise<string[]> => page.evaluate(findCutOff);

function findCutOff(): string[] {
  const controls = 'button, a, input, textarea, select, summary, [role="tab"], [role="option"], [role^="menuitem"]';
  /** The graph is larger than its view; the user pans and zooms. Charts draw the visible part. */
  const drawn = '.react-flow__viewport, .react-flow__minimap, .recharts-wrapper, #recharts_measurement_span, svg';
  const rounding = 1.5;
  const found = new Set<string>();

  /** Style and place of the boxes around controls and texts, which many of these share. */
  const boxes = new Map<
    Element,
    { scrollsX: boolean; scrollsY: boolean; hides: boolean; fixed: boolean; box: DOMRect }
  >();
  function boxOf(element: Element) {
    let known = boxes.get(element);
    if (known === undefined) {
      const { overflowX, overflowY, position } = getComputedStyle(element);
      known = {
        scrollsX: /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth,
        scrollsY: /auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight,
        hides: overflowX + overflowY !== 'visiblevisible',
        fixed: position === 'fixed',
        box: element.getBoundingClientRect(),
      };
      boxes.set(element, known);
    }
    return known;
  }

  /** Boxes that hide a part of an element. For scrollable content the position of the box is used. */
  function hiders(start: Element, { left, right, top, bottom }: DOMRect, mayEnd: (box: Element) => boolean): Element[] {
    const hiding: Element[] = [];
    /** Clips the element to a box that hides the rest; true if there is a rest. */
    function cut(box: DOMRect): boolean {
      const [across, down] = [
        left < box.left - rounding || right > box.right + rounding,
        top < box.top - rounding || bottom > box.bottom + rounding,
      ];
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      return across || down;
    }
    for (let element: Element | null = start; element && element !== document.body; element = element.parentElement) {
      const { scrollsX, scrollsY, hides, fixed, box } = boxOf(element);
      if (scrollsX) [left, right] = [box.left, box.right];
      if (scrollsY) [top, bottom] = [box.top, box.bottom];
      if (hides && cut(box) && !mayEnd(element)) hiding.push(element);
      if (fixed) break;
    }
    return cut(new DOMRect(0, 0, innerWidth, innerHeight)) ? [...hiding, document.body] : hiding;
  }

  const isShown = (element: Element): boolean =>
    element.closest(drawn) === null && element.checkVisibility({ checkVisibilityCSS: true, opacityProperty: true });
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${(element.getAttribute('class') ?? '').split(' ').slice(-1).join('')}`;
  const report = (element: Element, text: string, hiding: readonly Element[]) =>
    found.add(`${nameOf(element)} “${text.trim().slice(0, 60)}” in ${hiding.map(nameOf).join(', ')}`);

  for (const control of document.querySelectorAll(controls)) {
    const box = control.getBoundingClientRect();
    // Inputs below drawn switches and choices, and labels for screen readers, have the size of a pixel.
    if (!isShown(control) || box.width < 2 || box.height < 2) continue;
    const hiding = control.parentElement ? hiders(control.parentElement, box, () => false) : [];
    if (hiding.length > 0) report(control, control.getAttribute('aria-label') ?? control.textContent, hiding);
  }

  /** A text may end in an ellipsis if its title has the complete text. */
  const mayEnd = (element: Element): boolean => {
    const { textOverflow, webkitLineClamp } = getComputedStyle(element);
    const ends = textOverflow === 'ellipsis' || webkitLineClamp !== 'none';
    return ends && element.closest('[title]') !== null;
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    // Fields scroll their content.
    if (!parent || parent.matches('textarea, option') || (text.textContent ?? '').trim() === '') continue;
    if (!isShown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const clip = parent.getBoundingClientRect();
    if (clip.width < 2 || clip.height < 2) continue;
    const hiding = hiders(parent, range.getBoundingClientRect(), mayEnd);
    if (hiding.length > 0) report(parent, text.textContent ?? '', hiding);
  }
  return [...found];
}
