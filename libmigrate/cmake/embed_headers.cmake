# Writes a C++ source that carries the headers which a model in C++ includes.
# cmake -DFOLDER=… -DOUTPUT=… -P embed_headers.cmake
file(GLOB names RELATIVE ${FOLDER} ${FOLDER}/migrate/schema.hpp ${FOLDER}/migrate/schema/*.hpp)
list(SORT names)
set(text "#include \"target/model_headers.hpp\"\n\nnamespace migrate {\n\n")
string(APPEND text "const std::vector<ModelHeader>& model_headers() {\n")
string(APPEND text "  static const std::vector<ModelHeader> headers = {\n")
foreach(name IN LISTS names)
  file(READ ${FOLDER}/${name} content)
  string(APPEND text "      {\"${name}\", R\"~~~(${content})~~~\"},\n")
endforeach()
string(APPEND text "  };\n  return headers;\n}\n\n}  // namespace migrate\n")
file(WRITE ${OUTPUT} "${text}")
