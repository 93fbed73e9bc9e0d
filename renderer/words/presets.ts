import type { GraphDocument } from '../../graph-nodes/graph/document';
import { currentLanguage, type Language } from './index';
import { koPresets } from './ko-presets';
import type { PresetTexts } from './texts';

/** By preset. What is not there is read as its document has it. */
const texts: Readonly<Partial<Record<Language, Readonly<Record<string, PresetTexts>>>>> = { ko: koPresets };

/** What people read of a preset before it is opened; its document is the same in every language. */
export const presetTexts = (name: string, document: GraphDocument): PresetTexts =>
  texts[currentLanguage()]?.[name] ?? document;
