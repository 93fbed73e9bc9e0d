import os from 'node:os';

// A user without HOME and without an entry in the password file, as in some containers, gets the folder of temporary
// files.
try {
  os.homedir();
} catch {
  process.env['HOME'] = os.tmpdir();
}
