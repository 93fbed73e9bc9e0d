import { useMessages } from '../words';

/** Mark of an accuracy that is not above that of the most frequent answer of each question type. */
export function TrivialMark() {
  const { trivial } = useMessages().accuracy;
  return (
    <span className="trivial" role="img" aria-label={trivial} title={trivial}>
      *
    </span>
  );
}
