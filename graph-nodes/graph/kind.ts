import type { z } from 'zod';
import type { Role, SettingsName } from './roles';
import { formatMessage } from './messages';
import { shapeWords, type ShapeNote } from './shape-words';
import type { EdgeSpec } from './shapes';
import type { Socket } from './sockets';

/** Families of the palette, in the order of a pipeline. */
export const families = ['Data', 'Scenario', 'Encoders', 'Generators', 'Enhancers', 'Heads', 'Train'] as const;
export type Family = (typeof families)[number];

/** Named terms of the training loss. */
export const lossNames = ['qa', 'match', 'rmmr', 'diffusion', 'ave', 'auxiliary'] as const;
export type LossName = (typeof lossNames)[number];

export interface NodeHelp {
  /** One paragraph on the purpose of the node. */
  readonly text: string;
  /** Equations in plain Unicode, one per line. */
  readonly equations?: readonly string[];
  /** Publication or design that the node follows. */
  readonly source: string;
}

/** A figure that a node shows during training. Its layer provides it by name in a pass with previews. */
export interface NodePreview {
  readonly name: string;
  /** Title of the drawing. */
  readonly title: string;
  /** Name of the inside with its shares of slots, one row per question; their mean is stored after every epoch. */
  readonly sharesOf?: string;
}

/**
 * Drawing of a tensor inside a node, with its axes; each tensor has the batch B first.
 * - `addressing`: shares of L slots by second, [B, T or 1, L];
 * - `slots`: contents of L slots, [1, L, C];
 * - `steps`: a number for each cell of the grid at each of S steps, [B, S, T, H, W];
 * - `curve`: a number for each of S steps, [B, S];
 * - `attention over the grid`: shares of the cells by second, [B, T, H, W];
 * - `attention over time`: shares of the seconds by head, [B, heads, T];
 * - `chances`: a probability by second, [B, T];
 * - `features`: encoded values, [B, …, C].
 */
export const insideViews = [
  'addressing',
  'slots',
  'steps',
  'curve',
  'attention over the grid',
  'attention over time',
  'chances',
  'features',
] as const;
export type InsideView = (typeof insideViews)[number];

/** A tensor inside a node. Its layer provides it by name in a pass with insides. */
export interface NodeInside {
  readonly name: string;
  readonly title: string;
  readonly view: InsideView;
  /** Modality of the features in the slots. */
  readonly of?: 'audio' | 'visual';
}

export interface ParameterTexts {
  readonly title?: string;
  readonly description?: string;
}

/** Parameters under one heading of the inspector. */
export interface ParameterGroup<Parameter extends string = string> {
  readonly title: string;
  /** Names of the parameters that are always visible. */
  readonly parameters: readonly Parameter[];
  /** Names of the parameters that are collapsed at first. */
  readonly rare?: readonly Parameter[];
}

/** Texts of a kind in a language other than English. The English text is used if one is absent. */
export interface KindTexts {
  readonly title?: string;
  /** Paragraph of the help. */
  readonly help?: string;
  /** Titles of previews, by name. */
  readonly previews?: Readonly<Record<string, string>>;
  /** Titles of insides, by name. */
  readonly insides?: Readonly<Record<string, string>>;
  /** Texts of parameters, by name. */
  readonly parameters?: Readonly<Record<string, ParameterTexts>>;
  /** Titles of the groups of parameters, by their English title. */
  readonly groups?: Readonly<Record<string, string>>;
  /** Texts of options, by option. An option has the same text in all kinds. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Result of a shape rule: specs of the outputs and sizes of the node. */
export interface Inference {
  /** Spec at every output socket. */
  readonly outputs: Readonly<Record<string, EdgeSpec>>;
  /** Number of trainable parameters of the node. */
  readonly parameters: number;
  /** Number of stored values that are not trained, such as a bank of features; absent if there are none. */
  readonly state?: number;
  /** Estimated number of values per sample and pass that are kept for the backward pass. */
  readonly activations: number;
}

/** Input specs by socket name. An optional input without a connection is absent. */
export type InputSpecs = Readonly<Partial<Record<string, EdgeSpec>>>;

/** Error of a shape rule: the specs at the inputs do not fit together. */
export class ShapeMismatch extends Error {
  override readonly name = 'ShapeMismatch';
  /**
   * @param socket the input socket that does not fit
   * @param expected the requirement of the node at this input
   * @param found the spec that arrives there
   */
  constructor(
    readonly socket: string,
    readonly expected: ShapeNote,
    readonly found: ShapeNote,
  ) {
    super(
      `input “${socket}” expects ${formatMessage(shapeWords, expected)} but gets ${formatMessage(shapeWords, found)}`,
    );
  }
}

/**
 * A kind of node: pure data and one pure function. The editor and the engine read it.
 * Parameters are a flat zod object. Each field has a default, bounds if it is a number, and
 * `.meta({ title, description })`, from which the inspector is made.
 */
export interface NodeKind<Parameters extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  readonly title: string;
  readonly family: Family;
  readonly roles: readonly Role<keyof z.infer<Parameters> & string>[];
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
  readonly parameters: Parameters;
  /** Groups of parameters; each parameter is in one of them. Without groups, the inspector lists all parameters. */
  readonly parameterGroups?: readonly ParameterGroup<keyof z.infer<Parameters> & string>[];
  /** Parameters for tests: a step is quick and all parts of the node compute. Absent: the defaults. */
  readonly quick?: Partial<z.infer<Parameters>>;
  /** Parameters that differ from the defaults, by the settings of the dataset in the graph. */
  readonly settings?: Readonly<Partial<Record<SettingsName, Partial<z.infer<Parameters>>>>>;
  /** Parameters that the node shows on the canvas; the inspector shows all. */
  readonly mainParameters: readonly (keyof z.infer<Parameters> & string)[];
  /** Shape rule. Throws {@link ShapeMismatch}. */
  infer(inputs: InputSpecs, parameters: z.infer<Parameters>): Inference;
  readonly losses: readonly LossName[];
  /** Figures in the order in which the node draws them; absent if there are none. */
  readonly previews?: readonly NodePreview[];
  /** Tensors inside the node, in the order of their drawing; absent if there are none. */
  readonly insides?: readonly NodeInside[];
  readonly help: NodeHelp;
}

/** Declares a kind and keeps the type of its parameters. */
export function defineNode<Parameters extends z.ZodObject>(kind: NodeKind<Parameters>): NodeKind<Parameters> {
  return kind;
}
