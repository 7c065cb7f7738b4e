/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the name of an AWS host says of the service behind it, for the names that the AWS General
 * Reference has for DynamoDB and DynamoDB Streams: regional, FIPS, dual-stack, by account, and of
 * VPC endpoints, in all partitions. Other hosts, such as emulators, say nothing. Immutable.
 */
final class AwsHost {

    private static final List<String> SUFFIXES =
            List.of(
                    ".amazonaws.com",
                    ".amazonaws.com.cn",
                    ".amazonaws.eu",
                    ".api.aws",
                    ".api.amazonwebservices.com.cn",
                    ".api.amazonwebservices.eu",
                    ".c2s.ic.gov",
                    ".sc2s.sgov.gov",
                    ".cloud.adc-e.uk",
                    ".csp.hci.ic.gov");

    private static final Pattern TABLES = Pattern.compile("(dynamodb|ddb)(-fips)?");
    private static final Pattern STREAMS =
            Pattern.compile("streams|streams-dynamodb(-fips)?|dynamodb-streams(-fips)?");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]+");

    private final String name;
    private final List<String> parts;

    private AwsHost(String name, List<String> parts) {
        this.name = name;
        this.parts = parts;
    }

    /**
     * Looks at the name of a host.
     *
     * @param host the name, in any case
     * @return what it says
     */
    static AwsHost of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return SUFFIXES.stream()
                .filter(name::endsWith)
                .map(suffix -> name.substring(0, name.length() - suffix.length()))
                .map(before -> new AwsHost(name, List.of(before.split("\\."))))
                .findFirst()
                .orElseGet(() -> new AwsHost(name, List.of()));
    }

    private boolean has(Pattern part) {
        return parts.stream().anyMatch(text -> part.matcher(text).matches());
    }

    /** Returns whether this is an endpoint of DynamoDB tables, which serves no streams. */
    boolean servesTables() {
        return has(TABLES) && !has(STREAMS);
    }

    /** Returns whether this is an endpoint of DynamoDB Streams, which serves no tables. */
    boolean servesStreams() {
        return has(STREAMS);
    }

    /** Returns the endpoint of tables beside this one of streams; empty if its name isn't known. */
    Optional<String> ofTables() {
        if (name.startsWith("streams.")) {
            return Optional.of(name.substring("streams.".length()));
        }
        return name.startsWith("streams-dynamodb")
                ? Optional.of(name.substring("streams-".length()))
                : Optional.empty();
    }

    /** Returns the endpoint to use instead of one of tables, in words if it can't be derived. */
    String insteadOfTables() {
        if (TABLES.matcher(parts.get(0)).matches() && name.contains(".amazonaws.")) {
            return "https://streams." + name;
        }
        return parts.contains("vpce")
                ? "a VPC endpoint of DynamoDB Streams"
                : "https://streams.dynamodb." + region().orElse("REGION") + ".amazonaws.com";
    }

    /** Returns the region in the name of an AWS host; empty if there is none. */
    Optional<String> region() {
        return parts.stream().filter(part -> REGION.matcher(part).matches()).findFirst();
    }
}
