import { nodeTextIn, type NamedNode } from '../../graph-nodes/graph/node-names';
import { koreanTexts } from '../../graph-nodes/nodes/translations';

/** Korean texts of the node kinds, by kind. Each kind keeps its own in its folder. */
export const koKinds = koreanTexts;

/** Korean words of a node in sentences. */
export const koNode = (node: NamedNode): string => nodeTextIn(node, (kind) => koKinds[kind]?.title);

/** Korean texts of options of parameters. Names of methods are not translated. */
export const koOptions: Readonly<Record<string, string>> = Object.assign(
  {},
  ...Object.values(koreanTexts).map(({ options }) => options),
);
