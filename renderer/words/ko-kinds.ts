import { koreanTexts } from '../../graph-nodes/nodes/translations';

/** Korean texts of the node kinds, by kind. Each kind keeps its own in its folder. */
export const koKinds = koreanTexts;

/** Korean texts of options of parameters. Names of methods are not translated. */
export const koOptions: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(koreanTexts).map(({ options }) => options),
);
