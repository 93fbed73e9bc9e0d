import { IconCircleCheckFilled } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import type { StageAnswer, StageVariant } from '../../engine/contract/stage';
import { useMessages } from '../words';
import { barRows, bestOf } from './bars';
import { variantLook } from './look';
import { answerName, percentOf } from './names';

interface Props {
  readonly answer: StageAnswer;
  /** Variants in the order of the columns. */
  readonly variants: readonly StageVariant[];
}

/** Probabilities of the answers side by side: one row per answer, one column per variant of the model. */
export function AnswerBars({ answer, variants }: Props) {
  const m = useMessages();
  return (
    <table
      className="stage-bars"
      data-testid="stage-bars"
      data-few={variants.length < 4 || undefined}
      aria-label={m.stage.answersTitle}
    >
      <thead>
        <tr>
          <th scope="col">{m.stage.answer}</th>
          {variants.map((variant) => (
            <VariantHead key={variant} {...{ answer, variant }} />
          ))}
        </tr>
      </thead>
      <tbody>
        {barRows(answer).map(({ answer: name, isTruth, probabilities }) => (
          <tr key={name} data-truth={isTruth || undefined}>
            <th scope="row">
              {isTruth && <IconCircleCheckFilled size={15} role="img" aria-label={m.stage.truth} />}
              {answerName(name, m)}
            </th>
            {variants.map((variant) => {
              const probability = probabilities[variant];
              const best = bestOf(answer, variant)?.answer === name;
              return (
                <td key={variant} data-accent={variantLook[variant].accent} data-best={best || undefined}>
                  {probability === undefined ? (
                    <span className="muted" title={m.stage.below}>
                      –
                    </span>
                  ) : (
                    <div>
                      <span className="stage-bar" style={{ '--share': probability } as CSSProperties} />
                      <span className="stage-bar-number mono">{percentOf(probability)} %</span>
                    </div>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A variant with its best answer, marked right or wrong by a shape. */
function VariantHead({ answer, variant }: { readonly answer: StageAnswer; readonly variant: StageVariant }) {
  const m = useMessages();
  const { icon: Glyph, accent } = variantLook[variant];
  const best = bestOf(answer, variant)?.answer;
  const right = best !== undefined && best === answer.truth;
  return (
    <th scope="col" data-accent={accent} data-variant={variant} title={m.stage.variantHelp[variant]}>
      <span className="stage-variant">
        <Glyph size={15} aria-hidden /> {m.stage.variants[variant]}
      </span>
      {best !== undefined && (
        <span className="stage-variant-best" data-right={answer.truth === null ? undefined : right}>
          {answer.truth !== null && (
            <span role="img" aria-label={right ? m.stage.right : m.stage.wrong}>
              {right ? '✓' : '✕'}
            </span>
          )}{' '}
          {answerName(best, m)}
        </span>
      )}
    </th>
  );
}
