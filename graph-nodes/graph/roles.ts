/** The modalities that a scenario can take away. */
export const modalities = ['audio', 'visual'] as const;
export type Modality = (typeof modalities)[number];

/** Sets of parameters that kinds have for datasets: `small` trains in about a minute, `paper` is that of the paper. */
export const settingsNames = ['small', 'paper'] as const;
export type SettingsName = (typeof settingsNames)[number];

/**
 * Part that a kind plays in a graph, and its effect on the modalities. Code asks for a role instead of a kind by name.
 * `Parameter` is the name of one of the kind's parameters.
 */
export type Role<Parameter extends string = string> =
  /** Provides batches and labels. */
  | {
      readonly name: 'dataset';
      /** Made in memory, without files. */
      readonly synthetic: boolean;
      /** The settings of other kinds that suit it. */
      readonly settings: SettingsName;
      /** The parameter with the feature folder of a modality; the dataset lacks the modality where it is empty. */
      readonly features?: Readonly<Record<Modality, Parameter>>;
    }
  /** Takes modalities away in the missing scenarios. */
  | {
      readonly name: 'missing modality';
      readonly takesAway: readonly Modality[];
      /** The parameter with the share of samples that lose the modality. */
      readonly rate: Parameter;
    }
  | { readonly name: 'encoder'; readonly of: Modality | 'question' }
  /** Recalls a modality that is missing. */
  | { readonly name: 'generator'; readonly recalls: readonly Modality[] }
  /** Improves features. */
  | { readonly name: 'enhancer'; readonly enhances: readonly Modality[] }
  | {
      /** Makes answer logits. */
      readonly name: 'head';
      /** The parameter with the number of answer classes; it follows the dataset unless it is set. */
      readonly answers?: Parameter;
    }
  /** Trains all that leads to its logits. */
  | {
      readonly name: 'trainer';
      /** The parameters with the weight of each scenario in the loss, the complete scenario first. */
      readonly scenarioWeights: readonly Parameter[];
      /** The parameters with the weight of each loss in the complete pass, and in passes with a missing modality; −1: the same. */
      readonly lossWeights: Readonly<Record<string, { readonly complete: Parameter; readonly missing: Parameter }>>;
      /** The parameters with the number of epochs, of questions a step, and of steps of warm-up. */
      readonly length: { readonly epochs: Parameter; readonly batchSize: Parameter; readonly warmUp: Parameter };
      /** The parameters that a stage may set. */
      readonly stageParameters: readonly Parameter[];
    };

export type RoleName = Role['name'];

interface WithRoles {
  readonly roles: readonly Role[];
}

/** The role of a kind with its details; undefined where the kind does not have it. */
export function roleOf<Name extends RoleName>(
  kind: WithRoles | undefined,
  name: Name,
): Extract<Role, { readonly name: Name }> | undefined {
  return kind?.roles.find((role): role is Extract<Role, { readonly name: Name }> => role.name === name);
}

export const hasRole = (kind: WithRoles | undefined, name: RoleName): boolean => roleOf(kind, name) !== undefined;
