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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What a deserialization schema needs of the stream. The source checks it when it first looks at
 * the stream, before anything is read: a stream that can't serve the schema fails the job at its
 * start; the message names both. Immutable.
 */
@PublicEvolving
public final class StreamRequirements implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final StreamRequirements NONE = new StreamRequirements(null, null, null, null);

    /** Both lists are serializable ones; newer compilers than that of Java 17 can't see that. */
    @SuppressWarnings("serial")
    private final List<StreamViewType> viewTypes;

    private final String viewTypesReason;

    @SuppressWarnings("serial")
    private final List<String> keyAttributes;

    private final String keyAttributesReason;

    private StreamRequirements(
            List<StreamViewType> viewTypes,
            String viewTypesReason,
            List<String> keyAttributes,
            String keyAttributesReason) {
        this.viewTypes = viewTypes;
        this.viewTypesReason = viewTypesReason;
        this.keyAttributes = keyAttributes;
        this.keyAttributesReason = keyAttributesReason;
    }

    /**
     * Any stream will do.
     *
     * @return no requirements
     */
    public static StreamRequirements none() {
        return NONE;
    }

    /**
     * The stream must have one of these view types.
     *
     * @param allowed the view types, not empty
     * @param reason what needs them, for the message: a setting and its value
     * @return these requirements and that one
     */
    public StreamRequirements withViewTypes(Collection<StreamViewType> allowed, String reason) {
        return new StreamRequirements(
                new ArrayList<>(EnumSet.copyOf(allowed)),
                reason,
                keyAttributes,
                keyAttributesReason);
    }

    /**
     * The items of the stream's table must be identified by these attributes, in any order.
     *
     * @param names the names of the attributes, not empty
     * @param reason what needs them, for the message
     * @return these requirements and that one
     */
    public StreamRequirements withKeyAttributes(Collection<String> names, String reason) {
        return new StreamRequirements(viewTypes, viewTypesReason, new ArrayList<>(names), reason);
    }

    /**
     * Returns the attributes that items are identified by, as far as the schema says so.
     *
     * @return their names, unmodifiable; empty if any key will do
     */
    @Internal
    public List<String> keyAttributes() {
        return keyAttributes == null ? List.of() : List.copyOf(keyAttributes);
    }

    /**
     * Looks over what an export has of its changes.
     *
     * @param viewType the export's view
     * @return what it lacks; empty if it will do
     */
    @Internal
    public Optional<String> viewTypesLackedBy(StreamViewType viewType) {
        return viewTypes == null || viewTypes.contains(viewType)
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                "its view is %s, but %s needs %s",
                                viewType, viewTypesReason, oneOf(viewTypes)));
    }

    /**
     * Looks a stream over.
     *
     * @param viewType the stream's view type, or null if the service gave none
     * @param tableKey the names of the key attributes of the stream's table; empty if the service
     *     gave none
     * @return what the stream lacks; empty if it will do
     */
    public Optional<String> unmetBy(StreamViewType viewType, List<String> tableKey) {
        if (viewTypes != null && viewType != null && !viewTypes.contains(viewType)) {
            return Optional.of(
                    String.format(
                            "its view type is %s, but %s needs %s. Enable a stream of that view"
                                    + " type on the table, or change the setting",
                            viewType, viewTypesReason, oneOf(viewTypes)));
        }
        if (keyAttributes != null && !tableKey.isEmpty() && !sameNames(tableKey)) {
            return Optional.of(
                    String.format(
                            "the key of its table is %s, but %s is %s. An item is identified by the"
                                    + " table's key: name just these attributes",
                            tableKey, keyAttributesReason, keyAttributes));
        }
        return Optional.empty();
    }

    private boolean sameNames(List<String> tableKey) {
        Set<String> wanted = new TreeSet<>(keyAttributes);
        return wanted.equals(new TreeSet<>(tableKey));
    }

    private static String oneOf(List<StreamViewType> types) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            text.append(i == 0 ? "" : i == types.size() - 1 ? " or " : ", ").append(types.get(i));
        }
        return text.toString();
    }
}
