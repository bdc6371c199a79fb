// docs/openapi.yaml as the server gives it, and what an answer must be to agree with it.
import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';

const formats = {
    'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
    uri: (text) => URL.canParse(text),
};

export class Document {
    constructor(document) {
        this.document = document;
        this.ajv = new Ajv({ strict: false, allErrors: true, formats });
        this.ajv.addSchema(document, 'openapi');
        this.operations = new Map();
        for (const [path, item] of Object.entries(document.paths))
            for (const method of ['get', 'post', 'patch', 'put', 'delete'])
                if (item[method])
                    this.operations.set(item[method].operationId,
                                        { ...item[method], path, method: method.toUpperCase(),
                                          at: `/paths/${escape(path)}/${method}` });
        this.walked = new Set();
    }

    resolve(object, at) {
        while (object?.$ref) {
            at = object.$ref.slice(1);
            object = at.slice(1).split('/').reduce((here, part) => here[unescape(part)], this.document);
        }
        return { object, at };
    }

    /** What is wrong with a value where the schema at this place counts; empty when nothing is. */
    faults(at, value) {
        const validate = this.ajv.getSchema(`openapi#${at}`);
        assert.ok(validate, `no schema at ${at}`);
        return validate(value) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
    }

    /** Every status that an operation documents by number. */
    statuses(operation) {
        return Object.keys(operation.responses).filter((status) => status !== 'default');
    }

    /** Does this answer agree with the document? It is remembered as walked. */
    check(operationId, answer) {
        const operation = this.operations.get(operationId);
        assert.ok(operation, `no operation ${operationId}`);
        const name = `${operationId} ${answer.status}`;
        const said = `${name}: ${answer.body.slice(0, 300)}`;
        const given = operation.responses[answer.status];
        assert.ok(given, `${said}\nis not documented`);
        const { object: response, at } = this.resolve(given, `${operation.at}/responses/${answer.status}`);
        this.checkHeaders(response, answer, said);
        this.checkContent(response, at, answer, said);
        if (answer.status >= 400 && !operation.path.startsWith('/readyz'))
            this.checkProblem(answer, said);
        this.walked.add(name);
    }

    checkHeaders(response, answer, said) {
        for (const [name, header] of Object.entries(response.headers ?? {})) {
            const value = answer.headers[name.toLowerCase()];
            const { object, at } = this.resolve(header, '');
            if (value === undefined) assert.ok(!object.required && name !== 'WWW-Authenticate', `${said}\nhas no ${name}`);
            else if (at) {
                const type = object.schema.type;
                assert.deepEqual(this.faults(`${at}/schema`, type === 'integer' ? Number(value) : value), [], said);
            }
        }
    }

    checkContent(response, at, answer, said) {
        const type = (answer.headers['content-type'] ?? '').split(';')[0];
        if (!response.content) return assert.equal(answer.body, '', said);
        assert.ok(response.content[type], `${said}\nis ${type}`);
        const value = /json$/.test(type) ? JSON.parse(answer.body) : answer.body;
        assert.deepEqual(this.faults(`${at}/content/${escape(type)}/schema`, value), [], said);
        assert.equal(answer.headers['cache-control'], 'no-store', said);
    }

    /** RFC 9457: what the body says of the answer is so. */
    checkProblem(answer, said) {
        if (!/problem\+json/.test(answer.headers['content-type'] ?? '')) return;
        const problem = JSON.parse(answer.body);
        assert.equal(problem.status, answer.status, said);
        if (problem.retry_after !== undefined)
            assert.equal(answer.headers['retry-after'], String(problem.retry_after), said);
    }

    /** Each example of the document, with the schema it stands beside. */
    * examples() {
        const walk = function* (value, at) {
            if (value === null || typeof value !== 'object') return;
            if (value.schema && 'example' in value) yield { at: `${at}/schema`, example: value.example };
            for (const [key, below] of Object.entries(value)) yield* walk(below, `${at}/${escape(key)}`);
        };
        yield* walk(this.document, '');
    }
}

function escape(part) {
    return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
function unescape(part) {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}
