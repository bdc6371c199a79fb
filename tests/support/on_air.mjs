// A streaming program as far as its name goes, which is what counts. It runs in a process namespace of its own, so that
// nobody else's tests see it.
import { spawnSync } from 'node:child_process';
import { chmod, copyFile } from 'node:fs/promises';
import path from 'node:path';

const apart = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child'];

/** False where it may have one, else why not: for `skip`. */
export const noNamespaces = spawnSync(apart[0], [...apart.slice(1), 'true'], { stdio: 'ignore' }).status !== 0 && 'no namespaces here';

/** The command line for Home.serve's `under`. Whoever uses it stops the home with SIGKILL: unshare hears nothing gentler. */
export async function beside(directory) {
    const obs = path.join(directory, 'obs');
    await copyFile('/bin/sleep', obs);
    await chmod(obs, 0o700);
    return [...apart, 'sh', '-c', `"${obs}" 1000 & exec "$@"`, 'sh'];
}
