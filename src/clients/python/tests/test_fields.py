"""The types have exactly the fields of openapi.json."""

import json
import pathlib
import unittest

from promptcompressor import types

ROOT = pathlib.Path(__file__).resolve().parents[4]
API = json.loads((ROOT / "openapi.json").read_text("utf-8"))
SCHEMAS = API["components"]["schemas"]

# The text is an argument of its own.
OPTIONS = {"SoftCompressOptions": "SoftCompressRequest", "SoftPromptOptions": "SoftPromptRequest", "CompressOptions": "CompressRequest"}
TYPES = [name for name, value in vars(types).items() if isinstance(value, type) and hasattr(value, "__total__") and name not in OPTIONS and name != "OriginalOptions"]


class FieldTests(unittest.TestCase):
    def test_types_have_the_fields_of_the_api(self):
        self.assertGreater(len(TYPES), 20)
        for name in TYPES:
            with self.subTest(name):
                self.assertEqual(sorted(SCHEMAS[name]["properties"]), sorted(getattr(types, name).__annotations__))

    def test_options_have_all_fields_but_the_text(self):
        for name, schema in OPTIONS.items():
            with self.subTest(name):
                self.assertEqual(sorted(set(SCHEMAS[schema]["properties"]) - {"context", "messages"}), sorted(getattr(types, name).__annotations__))

    def test_options_of_an_original_are_the_parameters_of_its_route(self):
        parameters = API["paths"]["/v1/originals/{hash}"]["get"]["parameters"]
        self.assertEqual(sorted(parameter["name"] for parameter in parameters if parameter["in"] == "query"), sorted(types.OriginalOptions.__annotations__))


if __name__ == "__main__":
    unittest.main()
