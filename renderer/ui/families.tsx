import {
  IconBinaryTree,
  IconDatabase,
  IconEyeOff,
  IconMessageQuestion,
  IconPlayerPlay,
  IconSparkles,
  IconWaveSine,
  type Icon,
} from '@tabler/icons-react';
import type { Family } from '../../graph-nodes/graph/kind';

/** Appearance of a family: a glyph, and an accent by name (see `families.css`), never the accent alone. */
export const familyLook: Readonly<Record<Family, { readonly icon: Icon; readonly accent: string }>> = {
  Data: { icon: IconDatabase, accent: 'data' },
  Scenario: { icon: IconEyeOff, accent: 'scenario' },
  Encoders: { icon: IconWaveSine, accent: 'encoders' },
  Generators: { icon: IconBinaryTree, accent: 'generators' },
  Enhancers: { icon: IconSparkles, accent: 'enhancers' },
  Heads: { icon: IconMessageQuestion, accent: 'heads' },
  Train: { icon: IconPlayerPlay, accent: 'train' },
};
