// Deploys a function, or another revision of one: written here, from files, or an image.
import { path, send } from '../api.js';
import { words } from '../format.js';
import { html, nothing } from '../lit.js';
import { heading, notice } from '../parts/pieces.js';
import { go } from '../router.js';
import { changed, say } from '../state.js';
import { zip } from '../zip.js';

const EXAMPLES = {
  python: ['function.py', 'def handler(event):\n    name = (event or {}).get("name", "world")\n    print(f"greeting {name}")\n    return {"message": f"Hello, {name}!"}\n'],
  node: ['function.js', "exports.handler = async (event) => {\n  const name = event?.name ?? 'world';\n  console.log(`greeting ${name}`);\n  return { message: `Hello, ${name}!` };\n};\n"],
  java: ['Function.java', 'import java.util.Map;\n\npublic class Function {\n    public static Map<String, String> handler(Map<String, String> event) {\n        var name = event.getOrDefault("name", "world");\n        System.out.println("greeting " + name);\n        return Map.of("message", "Hello, " + name + "!");\n    }\n}\n'],
};

const SETTINGS = [
  ['memoryMiB', 'Memory', 'MiB, usually 128', 'number'],
  ['timeout', 'Timeout of a call', 'such as 30s', 'text'],
  ['warmFor', 'Warm for', 'such as 60s', 'text'],
  ['maxContainers', 'Most containers', 'on each worker, usually 8', 'number'],
];

export const deploy = {
  path: /^\/ui\/deploy$/,
  open: (fields) => new Deploy(fields.get('function') ?? ''),
};

class Deploy {
  place = 'functions';
  title = 'Deploy';
  way = 'write';
  runtime = 'python';
  code = Object.fromEntries(Object.entries(EXAMPLES).map(([runtime, [, code]]) => [runtime, code]));
  busy = false;
  problem = null;
  answer = null;

  constructor(name) {
    this.name = name;
    this.heading = name ? `Deploy ${name} anew` : 'Deploy a function';
  }

  view() {
    return html`
      ${heading(this.heading)}
      <form class="form" @submit=${(event) => this.submit(event)}>
        ${field('name', 'Name', html`<input id="name" name="name" required maxlength="63" pattern="([a-z]([a-z0-9\\-]*[a-z0-9])?\\.)?[a-z]([a-z0-9\\-]*[a-z0-9])?" autocomplete="off" spellcheck="false" .value=${this.name} aria-describedby="name-hint">`, 'a–z, 0–9 and -, beginning with a letter; before it, if any, its namespace and a dot')}
        <fieldset><legend>Its code</legend>
          <div class="choices">${[['write', 'Write it here'], ['files', 'Files'], ['image', 'An image']].map((way) => this.choice(way))}</div>
          ${this.way === 'write' ? this.writing() : this.way === 'files' ? files() : image()}
        </fieldset>
        <details><summary>Settings</summary><div class="grid">
          ${SETTINGS.map(([name, label, hint, type]) => field(name, label, html`<input id=${name} name=${name} type=${type} min="0" autocomplete="off" aria-describedby="${name}-hint">`, hint))}
          ${field('environment', 'Environment', html`<textarea id="environment" name="environment" rows="3" spellcheck="false" aria-describedby="environment-hint"></textarea>`, 'NAME=value, one a line; ${secret:name} is a secret’s value')}
        </div></details>
        <div class="actions"><button class="main" ?disabled=${this.busy}>${this.busy ? 'Deploying…' : 'Deploy'}</button></div>
      </form>
      ${notice(this.problem)}
      ${this.answer ? this.outcome() : nothing}
    `;
  }

  choice([way, label]) {
    return html`<label class="choice"><input type="radio" name="way" .checked=${this.way === way} @change=${() => this.set({ way })}>${label}</label>`;
  }

  writing() {
    return html`
      ${field('runtime', 'Runtime', html`<select id="runtime" name="runtime" @change=${(event) => this.set({ runtime: event.target.value })}>
        ${Object.keys(EXAMPLES).map((name) => html`<option value=${name} ?selected=${name === this.runtime}>${name}</option>`)}</select>`)}
      ${field('code', EXAMPLES[this.runtime][0], html`<textarea id="code" rows="12" spellcheck="false" .value=${this.code[this.runtime]}
        @input=${(event) => { this.code[this.runtime] = event.target.value; }}></textarea>`)}`;
  }

  set(fields) {
    Object.assign(this, fields);
    changed();
  }

  async submit(event) {
    event.preventDefault();
    const form = event.target;
    this.set({ busy: true, problem: null, answer: null, name: form.elements.name.value });
    try {
      const { body, type } = await this.request(form);
      const answer = await (await send('PUT', path('', 'v1', 'functions', this.name), { body, type, prefer: 'wait=120' })).json();
      say(`Revision ${answer.revision} of ${this.name}: ${words(answer.state)}`);
      this.set({ busy: false, answer });
      if (answer.state === 'READY') go(`/ui/functions/${this.name}`);
    } catch (problem) {
      this.set({ busy: false, problem });
    }
  }

  async request(form) {
    const spec = { settings: settings(form) };
    if (this.way === 'image') {
      const { image, contract } = form.elements;
      return { body: JSON.stringify({ ...spec, image: image.value, contract: contract.value || undefined }), type: 'application/json' };
    }
    if (this.way === 'write') spec.runtime = this.runtime;
    const body = new FormData();
    body.append('spec', new Blob([JSON.stringify(spec)], { type: 'application/json' }), 'spec.json');
    body.append('source', this.way === 'write' ? this.written() : await chosen(form.elements), 'source.zip');
    return { body };
  }

  written() {
    return zip([{ name: EXAMPLES[this.runtime][0], bytes: new TextEncoder().encode(this.code[this.runtime]) }]);
  }

  outcome() {
    const { state, failure, log, revision } = this.answer;
    return state === 'FAILED'
      ? html`<div class="notice bad" role="alert"><strong>Revision ${revision} could not be prepared: ${words(failure.reason)}</strong><p>${failure.message}</p></div>
          ${log ? html`<section class="panel" aria-label="Log"><h2>Log</h2><pre tabindex="0">${log}</pre></section>` : nothing}`
      : html`<div class="notice">Revision ${revision} is ${state === 'READY' ? 'ready' : 'being prepared'}: <a href="/ui/functions/${this.name}">${this.name}</a></div>`;
  }
}

function field(id, label, input, hint) {
  return html`<div class="field"><label for=${id}>${label}</label>${input}${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}</div>`;
}

function files() {
  return html`<div class="grid">
    ${field('folder', 'A directory', html`<input id="folder" name="folder" type="file" webkitdirectory aria-describedby="folder-hint">`, 'with function.py, function.js or Function.java')}
    ${field('archive', 'or a zip', html`<input id="archive" name="archive" type="file" accept=".zip" aria-describedby="archive-hint">`, 'of such a directory')}
  </div>`;
}

function image() {
  return html`<div class="grid">
    ${field('image', 'Image', html`<input id="image" name="image" required autocomplete="off" spellcheck="false" aria-describedby="image-hint">`, 'such as registry.example/team/image:1')}
    ${field('contract', 'Contract', html`<select id="contract" name="contract"><option value="">as its label says, else fn</option><option>fn</option><option>http</option><option>stdio</option></select>`)}
  </div>`;
}

/** Names of files are those below the directory. */
async function chosen({ folder, archive }) {
  if (archive.files.length > 0) return archive.files[0];
  if (folder.files.length === 0) throw new Error('Choose a directory or a zip');
  return zip(await Promise.all([...folder.files].map(async (file) => ({
    name: file.webkitRelativePath.split('/').slice(1).join('/'),
    bytes: new Uint8Array(await file.arrayBuffer()),
  }))));
}

function settings({ elements }) {
  const given = SETTINGS.filter(([name]) => elements[name].value !== '')
    .map(([name, , , type]) => [name, type === 'number' ? Number(elements[name].value) : elements[name].value]);
  const lines = elements.environment.value.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length > 0) given.push(['environment', Object.fromEntries(lines.map(variable))]);
  return Object.fromEntries(given);
}

function variable(line) {
  const sign = line.indexOf('=');
  if (sign < 1) throw new Error(`Not NAME=value: ${line}`);
  return [line.slice(0, sign), line.slice(sign + 1)];
}
