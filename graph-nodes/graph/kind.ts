import type { z } from 'zod';
import type { Role, SettingsName } from './roles';
import { formatMessage } from './messages';
import { shapeWords, type ShapeNote } from './shape-words';
import type { EdgeSpec } from './shapes';
import type { Socket } from './sockets';

/** The shelves of the palette, in the order of a pipeline. */
export const families = ['Data', 'Scenario', 'Encoders', 'Generators', 'Enhancers', 'Heads', 'Train'] as const;
export type Family = (typeof families)[number];

/** The named terms of the training loss. */
export const lossNames = ['qa', 'match', 'rmmr', 'diffusion', 'ave', 'auxiliary'] as const;
export type LossName = (typeof lossNames)[number];

export interface NodeHelp {
  /** One paragraph on what the node does. */
  readonly text: string;
  /** The equations, one a line, in plain Unicode. */
  readonly equations?: readonly string[];
  /** Where it comes from. */
  readonly source: string;
}

/** Something that a node shows of itself while it learns: its layer offers it by name in a pass that is looked at. */
export interface NodePreview {
  readonly name: string;
  /** What is drawn, as people read it. */
  readonly title: string;
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

/** A tensor inside a node: its layer shows it by name in a pass that is looked into. */
export interface NodeInside {
  readonly name: string;
  readonly title: string;
  readonly view: InsideView;
  /** Modality whose features are in the slots. */
  readonly of?: 'audio' | 'visual';
}

export interface ParameterTexts {
  readonly title?: string;
  readonly description?: string;
}

/** Parameters under one heading of the inspector. */
export interface ParameterGroup<Parameter extends string = string> {
  readonly title: string;
  /** Names of the parameters that are always shown. */
  readonly parameters: readonly Parameter[];
  /** Names of the parameters that are folded until they are asked for. */
  readonly rare?: readonly Parameter[];
}

/** Texts of a kind in a language other than English. English stands for what is absent. */
export interface KindTexts {
  readonly title?: string;
  /** The paragraph of the help. */
  readonly help?: string;
  /** Titles by name. */
  readonly previews?: Readonly<Record<string, string>>;
  /** Titles by name. */
  readonly insides?: Readonly<Record<string, string>>;
  /** By name. */
  readonly parameters?: Readonly<Record<string, ParameterTexts>>;
  /** Titles of the groups of parameters, by their English title. */
  readonly groups?: Readonly<Record<string, string>>;
  /** By option of a parameter. An option has the same text in all kinds. */
  readonly options?: Readonly<Record<string, string>>;
}

/** What a node makes of the specs at its inputs. */
export interface Inference {
  /** The spec at every output socket. */
  readonly outputs: Readonly<Record<string, EdgeSpec>>;
  /** Trainable numbers in the node. */
  readonly parameters: number;
  /** Numbers stored with the node that are not trained, such as a bank of features; none where absent. */
  readonly state?: number;
  /** Numbers kept per sample and pass for the backward pass, an estimate. */
  readonly activations: number;
}

/** Input specs by socket name; an optional input that is not connected is absent. */
export type InputSpecs = Readonly<Partial<Record<string, EdgeSpec>>>;

/** Thrown by a shape rule when the specs at the inputs do not fit together. */
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
 * A kind of node: pure data and one pure function, read by the editor and the engine alike.
 * Parameters are a flat zod object. Each field has a default, bounds where it is a number, and
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
  /** Each parameter is in one of the groups; without groups the inspector lists them all. */
  readonly parameterGroups?: readonly ParameterGroup<keyof z.infer<Parameters> & string>[];
  /** Parameters at which a step is quick and all parts of the node compute, for tests; the defaults where absent. */
  readonly quick?: Partial<z.infer<Parameters>>;
  /** Parameters that differ from the defaults in a graph whose dataset asks for these settings. */
  readonly settings?: Readonly<Partial<Record<SettingsName, Partial<z.infer<Parameters>>>>>;
  /** The parameters shown on the node itself; the inspector shows all. */
  readonly mainParameters: readonly (keyof z.infer<Parameters> & string)[];
  /** The shape rule. Throws {@link ShapeMismatch}. */
  infer(inputs: InputSpecs, parameters: z.infer<Parameters>): Inference;
  readonly losses: readonly LossName[];
  /** In the order in which the node draws them; none where absent. */
  readonly previews?: readonly NodePreview[];
  /** Tensors that can be looked into, in the order of their drawing; none where absent. */
  readonly insides?: readonly NodeInside[];
  readonly help: NodeHelp;
}

/** Keeps the parameter type of a kind while declaring it. */
export function defineNode<Parameters extends z.ZodObject>(kind: NodeKind<Parameters>): NodeKind<Parameters> {
  return kind;
}
