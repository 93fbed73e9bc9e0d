import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { StudyDocument } from '../../graph-nodes/study/document';
import { currentLanguage, type Language } from './index';
import { koPresets, koStudies } from './ko-presets';
import type { PresetTexts } from './texts';

type ByName = Readonly<Record<string, PresetTexts>>;

/** Texts by preset. Absent texts are those of the document. */
const texts: Readonly<Partial<Record<Language, ByName>>> = { ko: koPresets };

/** Texts of bundled studies, by name. */
const ofStudies: Readonly<Partial<Record<Language, ByName>>> = { ko: koStudies };

/** Title and description of a preset; its document is the same in every language. */
export const presetTexts = (name: string, document: GraphDocument): PresetTexts =>
  texts[currentLanguage()]?.[name] ?? document;

/** Title and description of a bundled study; its document is the same in every language. */
export const studyTexts = (name: string, document: StudyDocument): PresetTexts =>
  ofStudies[currentLanguage()]?.[name] ?? document;
