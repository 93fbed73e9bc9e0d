import { Fragment, useId, useState, type ReactNode } from 'react';
import type { StageVariant } from '../../engine/contract/stage';
import { useMessages } from '../words';
import { modalities, type Faults } from './faults';
import { modalityGlyph, stateGlyph } from './look';
import { lanesOf, parts, recalls, type Lanes, type StagePart } from './overview';

interface Props {
  readonly faults: Faults;
  readonly variants: readonly StageVariant[];
  /** Contents of an expanded part, below its sentence. */
  readonly inside?: ((part: StagePart) => ReactNode) | undefined;
}

/** The stages from the scene to the answer. Parts show which modality fails; a click expands one in place. */
export function Overview({ faults, variants, inside }: Props) {
  const m = useMessages().stage;
  const [open, setOpen] = useState<StagePart>();
  const id = useId();
  // A trained graph without a generator has no recall.
  const shown = parts.filter((part) => part !== 'recall' || variants.length === 0 || recalls(variants));
  return (
    <nav className="stage-overview" aria-label={m.overview}>
      <ol>
        {shown.map((part, index) => (
          <Fragment key={part}>
            {index > 0 && <Wires lanes={lanesOf(shown[index - 1] ?? part, faults, variants)} />}
            <li>
              <Part
                part={part}
                acts={part === 'missing' || (part === 'recall' && recalls(variants))}
                lanes={lanesOf(part, faults, variants)}
                open={open === part}
                controls={id}
                onToggle={() => setOpen(open === part ? undefined : part)}
              />
            </li>
          </Fragment>
        ))}
      </ol>
      <div id={id} className="stage-inside" hidden={open === undefined} data-part={open}>
        {open && (
          <>
            <p>
              <strong>{m.parts[open]}.</strong> {m.partHelp[open]}
            </p>
            {inside?.(open)}
          </>
        )}
      </div>
    </nav>
  );
}

/** Wires of both modalities between two parts. */
function Wires({ lanes }: { readonly lanes: Lanes }) {
  return (
    <li className="stage-wires" aria-hidden>
      {modalities.map((modality) => (
        <span
          key={modality}
          data-glyph={modalityGlyph[modality]}
          data-modality={modality}
          data-state={lanes.states[modality]}
          data-partly={lanes.partly[modality] || undefined}
        />
      ))}
    </li>
  );
}

interface PartProps {
  readonly part: StagePart;
  /** True if the part depends on failures. */
  readonly acts: boolean;
  readonly lanes: Lanes;
  readonly open: boolean;
  readonly controls: string;
  readonly onToggle: () => void;
}

function Part({ part, acts, lanes, open, controls, onToggle }: PartProps) {
  const m = useMessages().stage;
  // A modality that is missing after the recall was not recalled.
  const untouched = part === 'recall' ? ['real', 'missing'] : ['real'];
  const lit = acts && modalities.some((modality) => !untouched.includes(lanes.states[modality]));
  return (
    <button
      type="button"
      className="stage-part"
      data-lit={lit || undefined}
      aria-expanded={open}
      aria-controls={controls}
      onClick={onToggle}
    >
      {m.parts[part]}
      {part !== 'answers' && (
        <span className="stage-lanes">
          {modalities.map((modality) => (
            <span
              key={modality}
              role="img"
              aria-label={m.lane(m.modalities[modality], m.states[lanes.states[modality]])}
              data-modality={modality}
              data-state={lanes.states[modality]}
            >
              {modalityGlyph[modality]} {stateGlyph[lanes.states[modality]]}
            </span>
          ))}
        </span>
      )}
    </button>
  );
}
