namespace Samagam.Node.Portal.Reference;

/// <summary>What is the same for every operation of the document.</summary>
internal static class FixedParts
{
    public const string Schemas = """
        {
          "Metadata": {
            "type": "object", "required": ["timestamp", "version", "requestId"],
            "properties": {
              "timestamp": { "type": "string", "format": "date-time" },
              "version": { "const": "1" },
              "requestId": { "type": "string", "description": "The same in X-Request-Id and in the log of the box" },
              "pagination": {
                "type": "object", "required": ["page", "limit", "total"],
                "properties": { "page": { "type": "integer", "minimum": 1 }, "limit": { "type": "integer", "minimum": 1, "maximum": 100 }, "total": { "type": "integer", "minimum": 0 } }
              },
              "freshness": {
                "type": "object", "required": ["source", "node", "ageSeconds"], "description": "How old the truth of the answer is",
                "properties": { "source": { "type": "string" }, "node": { "type": "string" }, "ageSeconds": { "type": "number", "minimum": 0 } }
              },
              "map": {
                "type": "object", "required": ["version", "epoch"],
                "properties": { "version": { "type": "string" }, "epoch": { "type": "integer" }, "crowdAgeSeconds": { "type": "number", "minimum": 0 } }
              }
            }
          },
          "Error": {
            "type": "object", "required": ["success", "error"],
            "properties": {
              "success": { "const": false },
              "error": {
                "type": "object", "required": ["code", "message", "timestamp", "requestId"],
                "properties": {
                  "code": { "type": "string", "pattern": "^[A-Z]+(_[A-Z]+)*$" },
                  "message": { "type": "string", "description": "For people, in the language of Accept-Language" },
                  "details": { "type": "string" },
                  "field": { "type": "string", "description": "The input it is about, as a path" },
                  "timestamp": { "type": "string", "format": "date-time" },
                  "requestId": { "type": "string" }
                }
              }
            }
          }
        }
        """;

    public const string Components = """
        {
          "parameters": {
            "AcceptLanguage": {
              "name": "Accept-Language", "in": "header", "required": false, "description": "Language of what is meant for people", "schema": { "type": "string" }, "example": "hi"
            },
            "IdempotencyKey": {
              "name": "Idempotency-Key", "in": "header", "required": false,
              "description": "The same key with the same body within 24 h gives the first answer again; nothing is made twice",
              "schema": { "type": "string", "minLength": 1, "maxLength": 200 }
            }
          },
          "headers": {
            "RetryAfter": { "description": "Seconds to wait", "schema": { "type": "integer", "minimum": 0 } },
            "Help": { "description": "The page about the error, rel=\"help\" (RFC 8288)", "schema": { "type": "string" } }
          },
          "securitySchemes": {
            "person": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Access token of a pilgrim, 15 min, by auth/register, auth/verify-otp or auth/refresh; believed by every box" },
            "staff": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Token of staff for a shift, by duty/enter" }
          }
        }
        """;
}
