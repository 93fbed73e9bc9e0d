import { modalities, turned, type Fault, type Faults, type Modality } from '../stage/faults';

/** The longest stretch of failing seconds, the first of equal ones. */
function longestStretch(seconds: readonly boolean[]): boolean[] {
  let best = { from: 0, length: 0 };
  let length = 0;
  seconds.forEach((fails, second) => {
    length = fails ? length + 1 : 0;
    if (length > best.length) best = { from: second - length + 1, length };
  });
  return seconds.map((_, second) => second >= best.from && second < best.from + best.length);
}

const isPart = ({ on, seconds }: Fault): boolean => on && seconds.includes(false);

/** A failure that a page has answers for: noise of the whole clip, or silence in one stretch of seconds. */
function fitting(fault: Fault, before: Fault): Fault {
  if (!isPart(fault)) return fault;
  if (fault.kind === 'noisy' && before.kind !== 'noisy') return turned(fault, true);
  const { seconds, on } = fault;
  const earlier = before.on ? before.seconds : seconds.map(() => false);
  const added = seconds.some((fails, second) => fails && !earlier[second]);
  const [from, to] = [seconds.indexOf(true), seconds.lastIndexOf(true)];
  // A new second joins the others; a working one leaves the longer side.
  const stretch = added ? seconds.map((_, second) => second >= from && second <= to) : longestStretch(seconds);
  return { ...fault, on, kind: 'missing', seconds: stretch };
}

/**
 * The failures of a page that are nearest to the wanted ones: one device fails in chosen seconds, and the other one then works or
 * is missing in all seconds.
 * @param changed the device that was switched
 */
export function pageFaults(wanted: Faults, before: Faults, changed: Modality): Faults {
  const own = fitting(wanted[changed], before[changed]);
  const other = modalities.find((modality) => modality !== changed) ?? changed;
  const beside = wanted[other];
  const works = isPart(own)
    ? isPart(beside) || beside.kind === 'noisy'
    : isPart(beside) && own.on && own.kind === 'noisy';
  return { ...wanted, [changed]: own, [other]: works ? turned(beside, false) : beside };
}
