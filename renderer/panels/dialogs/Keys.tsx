import { Kbd } from '@mantine/core';
import { Fragment } from 'react';
import { readKeys } from '../../commands/actions';

/** Keys of a combination, at the end of a line of a menu. */
export function Keys({ combination }: { readonly combination: string }) {
  return readKeys(combination).map((key) => (
    <Fragment key={key}>
      {' '}
      <Kbd size="xs">{key}</Kbd>
    </Fragment>
  ));
}
