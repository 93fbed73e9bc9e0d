/** Line style of a curve, beside its name. */
export function LineSample({ colour, dash }: { readonly colour: string; readonly dash: string }) {
  return (
    <svg width="20" height="8" aria-hidden>
      <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}
