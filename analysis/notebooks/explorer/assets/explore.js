const mark = event.target.closest('.contested-chart a, .contested-row');
const all = this.closest('.contested-explore');
if (!mark || !all) return;
const id = mark.dataset.row || mark.getAttribute('href').slice(1);
if (event.type === 'click') {
  event.preventDefault();
  const field = all.querySelector('.contested-pick input');
  field.value = id;
  field.dispatchEvent(new Event('change', {bubbles: true}));
  return;
}
const card = all.querySelector(`[data-card="${CSS.escape(id)}"]`);
const show = (on) => {
  all.classList.toggle('contested-pointing', on);
  if (card) card.hidden = !on;
};
show(true);
const leaving = event.type === 'mouseover' ? 'mouseleave' : 'focusout';
mark.addEventListener(leaving, () => show(false), {once: true});
