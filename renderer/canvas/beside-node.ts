/** A problem as it is shown beside its node: without the name of the node at its beginning. */
export function besideNode(message: string): string {
  const short = message.replace(/^\S+ “[^”]*”(?:: |, |의 )/, '');
  return short === message ? message : short.charAt(0).toUpperCase() + short.slice(1);
}
