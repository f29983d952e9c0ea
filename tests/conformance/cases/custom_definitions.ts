import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, type ConformanceEnv, inArea, refusal } from "../case.ts";
import { groupOf, thingDefinition } from "../kinds.ts";
import { customResourceDefinitions } from "../resources.ts";

const text = { type: "string" };

async function refusedSchema(
  env: ConformanceEnv,
  properties: Record<string, unknown>,
): Promise<readonly string[]> {
  const definition = thingDefinition(groupOf(env), [{ properties }]);
  const status = await refusal(env.client.create(customResourceDefinitions, definition));
  assertEquals([status.code, status.reason], [422, "Invalid"]);
  const root = "spec.validation.openAPIV3Schema.properties[spec].";
  return causes(status).map((one) => one.replace(root, ""));
}

export const customDefinitionCases: readonly ConformanceCase[] = inArea("custom resources", [
  {
    name: "of a schema that is not structural cannot be defined",
    async run(env) {
      assertEquals(await refusedSchema(env, { a: {} }), [
        "FieldValueRequired properties[a].type",
      ]);
      assertEquals(await refusedSchema(env, { a: { type: "array" } }), [
        "FieldValueRequired properties[a].items",
      ]);
      assertEquals(await refusedSchema(env, { a: { ...text, anyOf: [{ type: "string" }] } }), [
        "FieldValueForbidden properties[a].anyOf[0].type",
      ]);
    },
  },
  {
    name: "of wrong defaults, keys or types of lists cannot be defined",
    async run(env) {
      assertEquals(await refusedSchema(env, { a: { type: "integer", default: "x" } }), [
        "FieldValueTypeInvalid properties[a].default",
      ]);
      const items = { type: "object", properties: { name: text } };
      const keyed = { type: "array", items, "x-kubernetes-list-type": "map" };
      assertEquals(await refusedSchema(env, { a: keyed }), [
        "FieldValueRequired properties[a].x-kubernetes-list-map-keys",
      ]);
      assertEquals(
        await refusedSchema(env, { a: { ...keyed, "x-kubernetes-list-map-keys": ["name"] } }),
        ["FieldValueRequired properties[a].items.properties[name].default"],
      );
      assertEquals(
        await refusedSchema(env, { a: { ...keyed, "x-kubernetes-list-type": "set" } }),
        ["FieldValueInvalid properties[a].items.x-kubernetes-map-type"],
      );
    },
  },
  {
    name: "cannot be defined with wrong names, columns, paths of scale or of selectable fields",
    async run(env) {
      const refused = async (
        more: Record<string, unknown>,
        names: Record<string, unknown> = {},
      ) => {
        const version = { properties: { a: text, o: { type: "object" } }, more };
        const definition = thingDefinition(groupOf(env), [version], names);
        return causes(await refusal(env.client.create(customResourceDefinitions, definition)));
      };
      assertEquals(await refused({}, { singular: "Thing", listKind: "Thing" }), [
        "FieldValueInvalid spec.names.singular",
        "FieldValueInvalid spec.names.listKind",
      ]);
      const column = { name: "x", type: "text", jsonPath: "spec.a" };
      assertEquals(await refused({ additionalPrinterColumns: [column] }), [
        "FieldValueInvalid spec.additionalPrinterColumns[0].type",
        "FieldValueInvalid spec.additionalPrinterColumns[0].JSONPath",
      ]);
      const scale = { specReplicasPath: ".status.a", statusReplicasPath: ".spec.a" };
      assertEquals(await refused({ subresources: { scale } }), [
        "FieldValueInvalid spec.subresources.scale.specReplicasPath",
        "FieldValueInvalid spec.subresources.scale.statusReplicasPath",
      ]);
      const selectableFields = [{ jsonPath: ".spec.none" }, { jsonPath: ".spec.o" }];
      assertEquals(await refused({ selectableFields }), [
        "FieldValueInvalid spec.selectableFields[0].jsonPath",
        "FieldValueInvalid spec.selectableFields[1].jsonPath",
      ]);
    },
  },
]);
