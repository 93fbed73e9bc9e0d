/** Modalities that a scenario can remove. */
export const modalities = ['audio', 'visual'] as const;
export type Modality = (typeof modalities)[number];

/** Sets of parameters for datasets: `small` trains in about a minute, `paper` is the configuration of the paper. */
export const settingsNames = ['small', 'paper'] as const;
export type SettingsName = (typeof settingsNames)[number];

/**
 * Role of a kind in a graph, and its effect on the modalities. Code asks for a role instead of a kind by name. `Parameter` is
 * the name of a parameter of the kind.
 */
export type Role<Parameter extends string = string> =
  /** Provides batches and labels. */
  | {
      readonly name: 'dataset';
      /** The data are generated in memory, without files. */
      readonly synthetic: boolean;
      /** Settings of other kinds that suit the dataset. */
      readonly settings: SettingsName;
      /** Parameter with the feature folder of a modality. The dataset lacks the modality if it is empty. */
      readonly features?: Readonly<Record<Modality, Parameter>>;
    }
  /** Removes modalities in the missing scenarios. */
  | {
      readonly name: 'missing modality';
      readonly takesAway: readonly Modality[];
      /** Parameter with the share of samples that lose the modality. */
      readonly rate: Parameter;
    }
  | { readonly name: 'encoder'; readonly of: Modality | 'question' }
  /** Recalls a missing modality. */
  | { readonly name: 'generator'; readonly recalls: readonly Modality[] }
  /** Enhances features. */
  | { readonly name: 'enhancer'; readonly enhances: readonly Modality[] }
  | {
      /** Computes answer logits. */
      readonly name: 'head';
      /** Parameter with the number of answer classes. It follows the dataset unless it is set. */
      readonly answers?: Parameter;
    }
  /** Trains all nodes that lead to its logits. */
  | {
      readonly name: 'trainer';
      /** Parameters with the weight of each scenario in the loss, the complete scenario first. */
      readonly scenarioWeights: readonly Parameter[];
      /**
       * Parameters with the weight of each loss in the complete pass and in passes with a missing modality, where −1 means the
       * same weight.
       */
      readonly lossWeights: Readonly<Record<string, { readonly complete: Parameter; readonly missing: Parameter }>>;
      /** Parameters with the number of epochs, of questions per step, and of warm-up steps. */
      readonly length: { readonly epochs: Parameter; readonly batchSize: Parameter; readonly warmUp: Parameter };
      /** Parameters that a stage can set. */
      readonly stageParameters: readonly Parameter[];
    };

export type RoleName = Role['name'];

interface WithRoles {
  readonly roles: readonly Role[];
}

/** Role of a kind with its details; undefined if the kind does not have it. */
export function roleOf<Name extends RoleName>(
  kind: WithRoles | undefined,
  name: Name,
): Extract<Role, { readonly name: Name }> | undefined {
  return kind?.roles.find((role): role is Extract<Role, { readonly name: Name }> => role.name === name);
}

export const hasRole = (kind: WithRoles | undefined, name: RoleName): boolean => roleOf(kind, name) !== undefined;
