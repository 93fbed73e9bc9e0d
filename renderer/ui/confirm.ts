import { createStore } from 'zustand/vanilla';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** Label of the button that confirms. */
  readonly proceed: string;
  readonly answer: (proceed: boolean) => void;
}

export const questions = createStore<{ readonly question: Question | undefined }>(() => ({ question: undefined }));

/** Asks the user; resolves to true if the user confirms. */
export function confirm(question: Omit<Question, 'answer'>): Promise<boolean> {
  questions.getState().question?.answer(false);
  return new Promise((resolve) => {
    const answer = (proceed: boolean) => {
      questions.setState({ question: undefined });
      resolve(proceed);
    };
    questions.setState({ question: { ...question, answer } });
  });
}
