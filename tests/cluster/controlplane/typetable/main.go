// Command typetable prints, as JSON, the Go types of the built-in kinds: what a typed server reads and writes.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/controlplane"
	"k8s.io/kubernetes/pkg/generated/openapi"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type field struct {
	Name     string          `json:"name"`
	Type     string          `json:"type"`
	Omit     bool            `json:"omit,omitempty"`
	Pointer  bool            `json:"pointer,omitempty"`
	Strategy string          `json:"strategy,omitempty"`
	MergeKey string          `json:"mergeKey,omitempty"`
	ListType string          `json:"listType,omitempty"`
	Keys     []string        `json:"keys,omitempty"`
	Atomic   bool            `json:"atomic,omitempty"`
	Default  json.RawMessage `json:"default,omitempty"`
	Required bool            `json:"required,omitempty"`
}

type structure struct {
	Atomic bool    `json:"atomic,omitempty"`
	Fields []field `json:"fields"`
}

var structures = map[string]*structure{}
var definitions = openapi.GetOpenAPIDefinitions(func(path string) spec.Ref { return spec.MustCreateRef(path) })

// Types that write themselves.
var scalars = map[string]string{
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":                                             "time",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":                                        "microtime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration":                                         "duration",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":                                         "any",
	"k8s.io/apimachinery/pkg/api/resource.Quantity":                                         "quantity",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString":                                       "intstr",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":                                          "any",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON":                         "any",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool":        "any",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray":       "any",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray": "any",
}

func nameOf(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }

func code(t reflect.Type) string {
	if text, ok := scalars[nameOf(t)]; ok {
		return text
	}
	switch t.Kind() {
	case reflect.Pointer:
		return code(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + code(t.Elem())
	case reflect.Map:
		return "{}" + code(t.Elem())
	case reflect.Struct:
		add(t)
		return nameOf(t)
	}
	basic := t.Kind().String()
	if t.PkgPath() != "" {
		return basic + " " + t.String()
	}
	return basic
}

func extension(extensions spec.Extensions, name string) interface{} { return extensions[name] }

func add(t reflect.Type) {
	name := nameOf(t)
	if structures[name] != nil {
		return
	}
	s := &structure{}
	structures[name] = s
	definition, known := find(t)
	if known && extension(definition.Schema.Extensions, "x-kubernetes-map-type") == "atomic" {
		s.Atomic = true
	}
	fill(t, s, definition)
}

func find(t reflect.Type) (common.OpenAPIDefinition, bool) {
	if namer, ok := reflect.New(t).Interface().(interface{ OpenAPIModelName() string }); ok {
		if definition, ok := definitions[namer.OpenAPIModelName()]; ok {
			return definition, true
		}
	}
	definition, ok := definitions[nameOf(t)]
	return definition, ok
}

func fill(t reflect.Type, s *structure, definition common.OpenAPIDefinition) {
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("json")
		parts := strings.Split(tag, ",")
		if f.Anonymous && (parts[0] == "") {
			elem := f.Type
			if elem.Kind() == reflect.Pointer {
				elem = elem.Elem()
			}
			embedded, _ := find(elem)
			merged := definition
			if len(definition.Schema.Properties) == 0 {
				merged = embedded
			}
			fill(elem, s, merged)
			continue
		}
		if !tagged || parts[0] == "-" || parts[0] == "" {
			continue
		}
		one := field{Name: parts[0], Type: code(f.Type), Pointer: f.Type.Kind() == reflect.Pointer}
		for _, part := range parts[1:] {
			if part == "omitempty" || part == "omitzero" {
				one.Omit = true
			}
		}
		// A struct by value is written even when it is empty, whatever its tag says (but for omitzero).
		if f.Type.Kind() == reflect.Struct && !strings.Contains(tag, "omitzero") {
			one.Omit = false
		}
		one.Strategy = f.Tag.Get("patchStrategy")
		one.MergeKey = f.Tag.Get("patchMergeKey")
		if property, ok := definition.Schema.Properties[one.Name]; ok {
			if text, ok := extension(property.Extensions, "x-kubernetes-list-type").(string); ok {
				one.ListType = text
			}
			if keys, ok := extension(property.Extensions, "x-kubernetes-list-map-keys").([]interface{}); ok {
				for _, key := range keys {
					one.Keys = append(one.Keys, fmt.Sprint(key))
				}
			}
			one.Atomic = extension(property.Extensions, "x-kubernetes-map-type") == "atomic"
			if property.Default != nil {
				if text, err := json.Marshal(property.Default); err == nil && string(text) != "{}" && string(text) != `""` && string(text) != "0" {
					one.Default = text
				}
			}
		}
		for _, required := range definition.Schema.Required {
			if required == one.Name {
				one.Required = true
			}
		}
		s.Fields = append(s.Fields, one)
	}
}

func main() {
	kinds := map[string]string{}
	scheme := legacyscheme.Scheme
	types := scheme.AllKnownTypes()
	extra := runtime.NewScheme()
	_ = apiextensions.AddToScheme(extra)
	_ = apiregistration.AddToScheme(extra)
	for gvk, t := range extra.AllKnownTypes() {
		types[gvk] = t
	}
	names := []schema.GroupVersionKind{}
	for gvk := range types {
		names = append(names, gvk)
	}
	sort.Slice(names, func(i, j int) bool { return names[i].String() < names[j].String() })
	for _, gvk := range names {
		if gvk.Version == "__internal" || strings.HasSuffix(gvk.Kind, "List") || strings.HasSuffix(gvk.Kind, "Options") {
			continue
		}
		t := types[gvk]
		if _, ok := t.FieldByName("ObjectMeta"); !ok {
			continue
		}
		add(t)
		kinds[gvk.GroupVersion().String()+" "+gvk.Kind] = nameOf(t)
	}
	for name, one := range map[string]interface{}{
		"v1 DeleteOptions": meta.DeleteOptions{},
	} {
		add(reflect.TypeOf(one))
		kinds[name] = nameOf(reflect.TypeOf(one))
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]interface{}{"kinds": kinds, "types": structures}); err != nil {
		panic(err)
	}
}
