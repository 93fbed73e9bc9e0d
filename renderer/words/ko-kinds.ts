import { koreanTexts } from '../../graph-nodes/nodes/translations';

/** Korean texts of the node kinds, by kind. Each kind keeps its own in its folder. */
export const koKinds = koreanTexts;

/** Korean text of an option of a parameter. Names of methods stay. */
export const koOptions: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(koreanTexts).map(({ options }) => options),
);
