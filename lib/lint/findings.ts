import type { Finding, Severity, Subject } from './diagnostic';

/** Everything that one finding of a rule says. `{slot}` in a text is replaced with a value of the case at hand. */
export interface FindingTemplate {
  /** How severe the finding is. */
  readonly severity: Severity;
  /** What was found and what was expected, without a full stop. */
  readonly message: string;
  /** What happens at run time, without a full stop. */
  readonly effect: string;
  /** What to write instead, without a full stop. */
  readonly fix: string;
  /**
   * What each related place has to do with the finding, in the order of the related places; the last text applies to
   * all places after it.
   *
   * @default the finding has no related places
   */
  readonly related?: readonly string[];
}

/** The findings of a rule by name, in camel case. The first one is the headline of the rule. */
export interface FindingTemplates {
  readonly [name: string]: FindingTemplate;
}

/** The names of the `{slots}` of a text. */
type SlotsOf<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | SlotsOf<Rest> : never;

/** The names of all slots of a template. */
type TemplateSlots<T extends FindingTemplate> = SlotsOf<
  T['message'] | T['effect'] | T['fix'] | (T['related'] extends readonly (infer Text extends string)[] ? Text : never)
>;

/** The place of a finding and the other places it is about, whose texts come from the template. */
export interface FindingPlace extends Subject {
  /**
   * The other places.
   *
   * @default none
   */
  readonly related?: readonly Subject[];
}

/** Makes findings of one rule from their templates. */
export type FindingMaker<T extends FindingTemplates> = <Name extends keyof T & string>(
  name: Name,
  place: FindingPlace,
  slots: { readonly [slot in TemplateSlots<T[Name]>]: string | number },
) => Finding;

/** A maker of the findings of one rule; it fills the slots of the templates. */
export function findingMaker<const T extends FindingTemplates>(templates: T): FindingMaker<T> {
  return (name, { related = [], ...subject }, slots) => {
    const { severity, message, effect, fix, related: texts = [] } = templates[name] as FindingTemplate;
    const fill = (text: string) => fillSlots(text, slots);
    return {
      name,
      severity,
      ...subject,
      message: fill(message),
      effect: fill(effect),
      fix: fill(fix),
      related: related.map((one, i) => ({ ...one, text: fill(texts[Math.min(i, texts.length - 1)] ?? '') })),
    };
  };
}

/** A text with values in place of its slots; braces that are no slots stay. */
function fillSlots(text: string, slots: { readonly [slot: string]: string | number }): string {
  return text.replace(/\{(\w+)\}/g, (whole, slot: string) =>
    Object.hasOwn(slots, slot) ? String(slots[slot]) : whole,
  );
}
