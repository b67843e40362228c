// Asks before what cannot be taken back.
import { html, render } from '../lit.js';

/** Whether somebody said yes. */
export function sure(question, words, yes) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'question');
  render(html`<form method="dialog">
    <h2 id="question">${question}</h2>
    <p>${words}</p>
    <div class="actions"><button value="no" autofocus>Leave it</button><button class="danger" value="yes">${yes}</button></div>
  </form>`, dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener('close', () => {
    dialog.remove();
    answer(dialog.returnValue === 'yes');
  }));
}
