# Writes a C++ source that carries the files of a template folder.
# cmake -DFOLDER=… -DOUTPUT=… -P embed_template.cmake
file(GLOB names RELATIVE ${FOLDER} ${FOLDER}/*)
list(SORT names)
set(text "#include \"commands/template_files.hpp\"\n\nnamespace migrate {\n\n")
string(APPEND text "const std::vector<TemplateFile>& generic_template() {\n")
string(APPEND text "  static const std::vector<TemplateFile> files = {\n")
foreach(name IN LISTS names)
  file(READ ${FOLDER}/${name} content)
  string(APPEND text "      {\"${name}\", R\"~~~(${content})~~~\"},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace migrate\n")
file(WRITE ${OUTPUT} "${text}")
