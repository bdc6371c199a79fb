// The operator's own service, which is asked "may this one?" and knows its visitors by a cookie.
import { StandIn } from './stand_in.mjs';

export class PermissionService extends StandIn {
    visitors = new Map([['alice-session', 'alice']]);
    narrowing = {}; // what it says besides yes

    lines(more = '') {
        return `permission_url = "${this.url}/may"\norigins = ["http://localhost:5173"]\n${more}`;
    }

    answer({ headers, body }) {
        const session = /(?:^|; )session=([^;]*)/.exec(headers.cookie ?? '')?.[1];
        const user = this.visitors.get(session);
        if (!user) return { status: 401 };
        if (body.user && body.user !== user) return { status: 403 };
        return { status: 200, body: { user, ...this.narrowing } };
    }
}
