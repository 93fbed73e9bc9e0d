import { Component, type ErrorInfo, type ReactNode } from 'react';
import { PanelFailure } from './PanelFailure';
import type { PanelDescriptor } from './registry';

interface Props {
  readonly panel: Pick<PanelDescriptor, 'id' | 'where'>;
  readonly children: ReactNode;
  /** Called before the panel is rendered again. */
  onRetry(): void;
}

interface State {
  readonly failure: { readonly error: unknown; readonly componentStack?: string } | undefined;
}

/** Error boundary of one panel: it shows the error in place of the panel, and the rest of the window keeps working. */
export class PanelBoundary extends Component<Props, State> {
  override state: State = { failure: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { failure: { error } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ failure: { error, ...(typeof componentStack === 'string' && { componentStack }) } });
  }

  override render(): ReactNode {
    const { panel, children, onRetry } = this.props;
    const { failure } = this.state;
    if (failure === undefined) return children;
    const retry = () => {
      onRetry();
      this.setState({ failure: undefined });
    };
    return <PanelFailure panel={panel} {...failure} onRetry={retry} />;
  }
}
