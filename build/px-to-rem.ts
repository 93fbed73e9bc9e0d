/** Default root font size of a browser, in pixels. */
const rootPixels = 16;
/** Width in pixels below which lines are not scaled. */
const thinnest = 2;

/** Lengths of a style in rem instead of pixels, so that they follow the root font size. Lines under two pixels stay. */
export const inRem = (value: string): string =>
  value.replace(/(?<![\w.#-])(-?)(\d*\.?\d+)px\b/g, (length, sign: string, pixels: string) =>
    Number(pixels) < thinnest ? length : `${sign}${Number(pixels) / rootPixels}rem`,
  );

/** Part of a PostCSS declaration or container rule that {@link pxToRem} reads and changes. */
interface Styled {
  readonly source?: { readonly input: { readonly file?: string | undefined } } | undefined;
}

/** True for the studio's own style sheets, except the canvas: the zoom sizes its nodes, in graph coordinates. */
const scales = ({ source }: Styled): boolean =>
  /[\\/]renderer[\\/](?!canvas[\\/]canvas\.css)[^?]*\.css$/.test(source?.input.file ?? '');

/** PostCSS plugin that writes the pixels of the studio's style sheets in rem. */
export const pxToRem = {
  postcssPlugin: 'px-to-rem',
  Declaration(declaration: Styled & { value: string }): void {
    if (scales(declaration) && declaration.value.includes('px')) declaration.value = inRem(declaration.value);
  },
  AtRule: {
    container(rule: Styled & { params: string }): void {
      if (scales(rule)) rule.params = inRem(rule.params);
    },
  },
};
