/** Where definitions are stored. */
export const definitions = "apiextensions.k8s.io/customresourcedefinitions";
