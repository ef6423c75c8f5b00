// Keeps the page live: on each event of the stream the fragment in #live is fetched again. No page is reloaded.
(() => {
  'use strict';

  const DEBOUNCE_MS = 200;
  const AGES_MS = 30000;
  const live = document.getElementById('live');
  const state = document.getElementById('link-state');
  const announce = document.getElementById('announce');
  let timer = 0;
  let known = new Set();
  let opened = [];
  let typed = [];
  // Commands under way: their answer must find the page as it was, or htmx has nowhere to put it.
  let commands = 0;

  const setState = (name, text) => {
    state.dataset.state = name;
    state.lastElementChild.textContent = text;
  };

  const freshKeys = () => [...document.querySelectorAll('[data-fresh]')].map((item) => item.dataset.fresh);

  const refresh = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (live) {
        window.htmx.ajax('GET', live.dataset.fragment, { target: '#live', swap: 'innerHTML' });
      }
    }, DEBOUNCE_MS);
  };

  const concerns = (change) => {
    const mine = live && live.dataset.incident;
    return !mine || mine === change.incident_id;
  };

  const isCommand = (event) => event.detail.requestConfig.verb === 'post';
  document.body.addEventListener('htmx:beforeRequest', (event) => {
    commands += isCommand(event) ? 1 : 0;
  });
  document.body.addEventListener('htmx:afterRequest', (event) => {
    if (isCommand(event)) {
      commands -= 1;
      refresh();
      if (event.detail.successful && event.target.matches('form.comment')) {
        event.target.reset();
      }
    }
  });

  document.body.addEventListener('htmx:beforeSwap', (event) => {
    if (commands > 0 && !isCommand(event)) {
      event.detail.shouldSwap = false;
      return;
    }
    // Refusals and 404s come as fragments too: show them.
    if (event.detail.xhr.status === 404) {
      event.detail.shouldSwap = true;
    }
    known = new Set(freshKeys());
    opened = [...document.querySelectorAll('details[open]')].map((item) => item.id);
    // A form that somebody is filling in outlives a refresh, not its own answer.
    typed = isCommand(event)
      ? []
      : [...document.querySelectorAll('#live form select, #live form input')].map((field) => [field.id, field.value]);
  });

  document.body.addEventListener('htmx:afterSwap', () => {
    opened.forEach((id) => document.getElementById(id)?.setAttribute('open', ''));
    typed.forEach(([id, value]) => {
      const field = id && document.getElementById(id);
      if (field) {
        field.value = value;
      }
    });
    document.querySelectorAll('[data-fresh]').forEach((item) => {
      if (!known.has(item.dataset.fresh)) {
        item.classList.add('fresh');
      }
    });
  });

  const plainTitle = document.title;
  const countInTitle = () => {
    const waiting = Number(document.getElementById('figures')?.dataset.waiting ?? 0);
    document.title = waiting > 0 ? `(${waiting}) ${plainTitle}` : plainTitle;
  };
  document.body.addEventListener('htmx:afterSwap', countInTitle);
  countInTitle();

  const stream = new EventSource('/api/v1/stream');
  stream.addEventListener('open', () => setState('live', 'Live'));
  stream.addEventListener('error', () => setState('lost', 'Reconnecting'));
  stream.addEventListener('refresh', refresh);
  ['incident', 'alert', 'evidence'].forEach((name) => {
    stream.addEventListener(name, (message) => {
      const change = JSON.parse(message.data);
      if (live && live.dataset.changes.split(' ').includes(name) && concerns(change)) {
        refresh();
      }
      if (name === 'alert' && change.revision === 1) {
        announce.textContent = `${change.level} alert: ${change.rule_title}, ${change.tenant}`;
      }
    });
  });

  const exporting = document.getElementById('export');
  exporting?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const told = document.getElementById('export-state');
    const button = document.getElementById('do-export');
    const incident = exporting.dataset.incident;
    button.disabled = true;
    told.textContent = 'Waiting for the signature';
    try {
      const answer = await fetch(`/api/v1/incidents/${incident}/evidence/exports`, {
        method: 'POST',
        headers: { ...JSON.parse(document.body.getAttribute('hx-headers')), 'Content-Type': 'application/json' },
        body: JSON.stringify({ originals: document.getElementById('export-originals').checked }),
      });
      if (answer.ok) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(await answer.blob());
        link.download = `${incident}.zip`;
        link.click();
        URL.revokeObjectURL(link.href);
        told.textContent = 'Exported';
      } else {
        told.textContent = (await answer.json()).detail;
      }
    } catch {
      told.textContent = 'The console did not answer: try again.';
    }
    button.disabled = false;
  });

  // Ages grow although nothing happens.
  window.setInterval(refresh, AGES_MS);
})();
