package dev.rollcall.sandbox;

/** A request that is answered with an error, which each provider words in its own way. */
final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    RefusedRequest(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The name and the status that each provider has for an error. */
    enum Kind {
        BAD_SIGNATURE("InvalidSignatureException", 401, "APIGW.0301"),
        CLOCK_SKEW("InvalidSignatureException", 401, "APIGW.0301"),
        UNKNOWN_KEY("UnrecognizedClientException", 401, "APIGW.0301"),
        EXPIRED_TOKEN("ExpiredTokenException", 401, "APIGW.0301"),
        UNKNOWN_OPERATION("UnknownOperationException", 404, "APIGW.0101"),
        THROTTLED("ThrottlingException", 429, "APIGW.0308"),
        DENIED("AccessDeniedException", 403, "PAP5.0012"),
        INVALID("ValidationException", 400, "IIC.1000"),
        UNKNOWN_STORE("ResourceNotFoundException", 404, "IIC.1001"),
        UNKNOWN_GROUP("ResourceNotFoundException", 404, "IIC.1002"),
        UNKNOWN_USER("ResourceNotFoundException", 404, "IIC.1003"),
        INTERNAL("InternalServerException", 500, "IIC.0500");

        final String awsName;
        final int huaweiStatus;
        final String huaweiCode;

        Kind(String awsName, int huaweiStatus, String huaweiCode) {
            this.awsName = awsName;
            this.huaweiStatus = huaweiStatus;
            this.huaweiCode = huaweiCode;
        }
    }
}
