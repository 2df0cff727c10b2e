/** What a kind declares about its conditions, and the types that follow from it. */

/** Condition type → the reasons that it may give. */
export type ConditionMap = Readonly<Record<string, readonly string[]>>;

/** The condition types of a map. */
export type ConditionTypeOf<M extends ConditionMap> = keyof M & string;

/** The reasons of one condition type of a map. */
export type ReasonOf<M extends ConditionMap, T extends keyof M> = M[T][number];
