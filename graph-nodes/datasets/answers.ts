/** The 22 instruments of MUSIC-AVQA, in the spelling of its annotations. */
export const instruments = [
  'accordion',
  'acoustic_guitar',
  'bagpipe',
  'banjo',
  'bassoon',
  'cello',
  'clarinet',
  'congas',
  'drum',
  'electric_bass',
  'erhu',
  'flute',
  'guzheng',
  'piano',
  'pipa',
  'saxophone',
  'suona',
  'trumpet',
  'tuba',
  'ukulele',
  'violin',
  'xylophone',
] as const;
export type Instrument = (typeof instruments)[number];

/** Numbers as answers, by their value. */
export const numberAnswers = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
] as const;

export const places = ['left', 'middle', 'right'] as const;
export type Place = (typeof places)[number];

export const settings = ['indoor', 'outdoor'] as const;
export type Setting = (typeof settings)[number];

/** The 42 answers of MUSIC-AVQA, by class id. */
export const answers = [
  'yes',
  'no',
  ...numberAnswers,
  'more than ten',
  ...instruments,
  ...places,
  ...settings,
  'simultaneously',
] as const;
export type Answer = (typeof answers)[number];
