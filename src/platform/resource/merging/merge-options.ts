/** How two records of a type become one. What nobody chose a value for is the survivor's, or else the first that is not empty. */
export interface MergeOptions<Entity> {
  /** Lists besides the writable ones that are united. */
  readonly lists?: readonly (keyof Entity & string)[];
  /** True when it is true of any of them: what somebody has asked not to be done stays so. */
  readonly anyTrue?: readonly (keyof Entity & string)[];
  /** Fields that make sense together alone, and come from one record: the first that has the first of them. */
  readonly together?: readonly (readonly (keyof Entity & string)[])[];
}
