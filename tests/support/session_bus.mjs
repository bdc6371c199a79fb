// A desktop of one's own: a session bus and somebody on it who takes notifications (dbus-daemon, python3-dbus).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const service = fileURLToPath(new URL('notification_service.py', import.meta.url));

/** The first line that a child prints. */
function firstLine(child) {
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)));
        createInterface(child.stdout).once('line', resolve);
    });
}

export class SessionBus {
    static async start() {
        const bus = new SessionBus();
        bus.daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'inherit'] });
        bus.address = await firstLine(bus.daemon);
        bus.shown = []; // {app, summary, body, actions}
        bus.service = spawn('/usr/bin/python3', [service], { env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus.address },
                                                             stdio: ['ignore', 'pipe', 'inherit'] });
        await new Promise((resolve, reject) => {
            bus.service.once('error', reject);
            bus.service.once('exit', (code) => reject(new Error(`the notification service ended with ${code}`)));
            createInterface(bus.service.stdout).on('line', (line) => (line === 'ready' ? resolve() : bus.shown.push(JSON.parse(line))));
        });
        return bus;
    }

    stop() {
        this.service.kill();
        this.daemon.kill();
    }
}
