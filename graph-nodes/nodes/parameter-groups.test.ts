import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';

describe.each(catalogue.kinds.filter(({ parameterGroups }) => parameterGroups))(
  'the groups of parameters of $kind',
  ({ parameterGroups = [], parameters, mainParameters }) => {
    it('contain each parameter once, and no main parameter among the rare ones', () => {
      const grouped = parameterGroups.flatMap((group) => [...group.parameters, ...(group.rare ?? [])]);
      expect(grouped.toSorted()).toEqual(Object.keys(parameters.shape).toSorted());
      const rare = parameterGroups.flatMap((group) => group.rare ?? []);
      expect(rare.filter((name) => mainParameters.includes(name))).toEqual([]);
    });
  },
);
